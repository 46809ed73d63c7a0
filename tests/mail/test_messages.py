from lotsen_portal.mail.messages import compose


def test_mail_is_text_and_html_of_one_source() -> None:
    message = compose(
        "emails/volunteers/welcome.txt",
        to="olena@example.org",
        subject="Ihr Zugang\nBcc: alle@example.org",
        context={
            "volunteer": "Olena <K>",
            "tenant": "Landkreis Miesbach",
            "url": "https://x.example/",
        },
    )

    assert message.subject == "Ihr Zugang Bcc: alle@example.org"
    assert message.text.startswith("Guten Tag Olena <K>,\n")
    assert "Guten Tag Olena &lt;K&gt;," in message.html
    assert '<a href="https://x.example/" rel="nofollow">https://x.example/</a>' in message.html
