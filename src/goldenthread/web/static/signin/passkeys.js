// What the browser says of a passkey that did not work, in words, beside the button.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.querySelector("[data-passkey-status]");
  if (line) line.textContent = "The passkey did not work, or you cancelled. Try again, or use another way.";
});
