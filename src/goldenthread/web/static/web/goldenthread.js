// Enhancement only: every page works without this file. No eval, no inline style, no text kept in localStorage.
import(document.getElementById("govuk-frontend").href).then(({ initAll }) => {
  // A part that was there before the swap is started already, and says so by InitError.
  const onError = (error) => { if (error.name !== "InitError") console.error(error); };
  const start = (scope) => initAll({ scope, onError });
  start(document);
  document.addEventListener("htmx:afterSwap", (event) => start(event.detail.elt.parentElement || document));
});

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const WAIT = 2000; // milliseconds of quiet before a draft is sent

/* Drafts. <form data-draft="URL" data-draft-keep="session"> sends what is typed to URL by POST while it is being typed.
   The server answers 2xx, with JSON {"csrf_token": "..."} if it likes. GET of the same address gives a new token after
   signing in again in another tab. Passwords, files and fields marked data-private never leave with a draft.
   data-draft-keep="session" allows a copy in this tab's session storage, made only when the server says no and taken
   away when the server says yes; leave it out on forms about people. */
class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draft;
    this.status = form.querySelector("[data-draft-status]") || this.addStatus();
    this.timer = 0;
    this.unsaved = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", () => this.leave());
    this.offerCopy();
  }

  addStatus() {
    const line = document.createElement("p");
    line.className = "govuk-hint gt-draft";
    line.setAttribute("role", "status");
    this.form.append(line);
    return line;
  }

  leave() {
    clearTimeout(this.timer);
    this.unsaved = false;
    sessionStorage.removeItem(this.key());
  }

  changed() {
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(true), WAIT);
  }

  body() {
    const body = new FormData();
    for (const field of this.form.elements) {
      const told = !field.name || field.disabled || field.type === "password" || field.type === "file";
      const ticked = !["checkbox", "radio"].includes(field.type) || field.checked;
      if (!told && ticked && !("private" in field.dataset) && field.type !== "submit") body.append(field.name, field.value);
    }
    return body;
  }

  async send(again) {
    const token = this.form.elements.csrfmiddlewaretoken;
    try {
      const headers = { "X-CSRFToken": token ? token.value : "", Accept: "application/json" };
      const answer = await fetch(this.url, { method: "POST", body: this.body(), headers, redirect: "manual" });
      if (answer.ok) return this.saved();
      if (again && token && answer.status === 403 && (await this.renew(token))) return this.send(false);
      this.failed(answer.type === "opaqueredirect" || [401, 403].includes(answer.status));
    } catch {
      this.failed(false);
    }
  }

  async renew(token) {
    const answer = await fetch(this.url, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok || !(answer.headers.get("Content-Type") || "").includes("json")) return false;
    const fresh = (await answer.json()).csrf_token;
    if (fresh) for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = fresh;
    return Boolean(fresh);
  }

  saved() {
    this.unsaved = false;
    sessionStorage.removeItem(this.key());
    this.say(`Draft saved at ${CLOCK.format(new Date())}`, false);
  }

  failed(signedOut) {
    if (this.form.dataset.draftKeep === "session") {
      const kept = [...this.body()].filter(([name]) => name !== "csrfmiddlewaretoken");
      sessionStorage.setItem(this.key(), JSON.stringify(kept));
    }
    this.say(signedOut
      ? "Not saved: you are signed out. Your text is still here. Sign in again in another tab, then type on."
      : "Not saved: we cannot reach the service. Your text is still here; keep this page open. We will try again.", true);
    this.timer = setTimeout(() => this.send(true), 30000);
  }

  say(words, wrong) {
    this.status.textContent = words;
    this.status.classList.toggle("gt-draft--failed", wrong);
  }

  key() {
    return `draft:${this.url}`;
  }

  offerCopy() {
    const kept = sessionStorage.getItem(this.key());
    if (!kept || this.form.dataset.draftKeep !== "session") return;
    for (const [name, value] of JSON.parse(kept)) {
      const field = this.form.elements[name];
      if (field && "value" in field && field.type !== "hidden") field.value = value;
    }
    this.say("This is text that could not be saved before. Check it, then save.", false);
    this.unsaved = true;
  }
}

const drafts = new Map();

function unsavedForms() {
  const watched = [...document.querySelectorAll("form[data-confirm-leave]")].filter((form) => form.dataset.changed);
  return watched.length > 0 || [...drafts.values()].some((draft) => draft.unsaved);
}

function closeFiltersOnPhone(root) {
  if (!window.matchMedia("(max-width: 40.0525rem)").matches || location.search.length > 1) return;
  for (const fold of root.querySelectorAll(".gt-filters__fold")) fold.open = false;
}

const seen = new WeakSet();

/* The elements in and below root that match and were not enhanced before. */
function fresh(root, selector) {
  const found = [...root.querySelectorAll(selector), ...(root.matches?.(selector) ? [root] : [])];
  return found.filter((element) => !seen.has(element));
}

function enhance(root) {
  for (const form of [...drafts.keys()]) if (!form.isConnected) drafts.delete(form);
  const forms = fresh(root, "form[data-draft], form[data-confirm-leave]");
  const buttons = fresh(root, "button[data-print]");
  for (const element of [...forms, ...buttons]) seen.add(element);
  for (const form of forms.filter((form) => form.dataset.draft)) drafts.set(form, new Draft(form));
  for (const form of forms.filter((form) => "confirmLeave" in form.dataset)) {
    form.addEventListener("input", () => { form.dataset.changed = "yes"; });
    form.addEventListener("submit", () => { delete form.dataset.changed; });
  }
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  closeFiltersOnPhone(root);
}

function focusAfterSwap(event) {
  const found = event.detail.elt.querySelector(".govuk-error-summary, [data-focus-after-swap]");
  const target = found || (event.detail.elt.matches("[data-focus-after-swap]") ? event.detail.elt : null);
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

enhance(document);
document.addEventListener("htmx:afterSettle", (event) => { enhance(event.detail.elt); focusAfterSwap(event); });
// 422 carries a form with its errors, 409 two texts: both are to be shown.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
window.addEventListener("beforeunload", (event) => { if (unsavedForms()) event.preventDefault(); });

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(at.tagName)) return;
  const box = document.querySelector("[data-search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
});
