// Runs before the page is drawn, as a file so that no inline script is ever needed: tells the style sheet what to expect.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
