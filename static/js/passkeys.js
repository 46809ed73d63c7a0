// Says on the page what allauth only tells the console: why a passkey did not work.
document.addEventListener("allauth.error", ({ detail }) => {
  const notices = [...document.querySelectorAll("[data-passkey-error]")];
  const of = (name) => notices.find((notice) => notice.dataset.passkeyError === name);
  const shown = of(detail.exception.name) ?? of("");
  for (const notice of notices) notice.hidden = notice !== shown;
  document.querySelector("h1").after(shown);
  shown.focus();
});
