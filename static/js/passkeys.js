// Says on the page what allauth only tells the console: that a passkey did not work.
document.addEventListener("allauth.error", () => {
  const notice = document.getElementById("passkey-failed");
  document.querySelector("h1").after(notice);
  notice.hidden = false;
  notice.focus();
});
