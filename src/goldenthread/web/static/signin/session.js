// Says that the session is about to end, and lets it be prolonged. Looking does not prolong it. Enhancement only.
const EARLY = 300; // seconds before the end
const box = document.querySelector("[data-session-url]");
const words = box.querySelector("[data-session-words]");

async function look(stay) {
  const headers = stay ? {} : { "X-Session-Check": "look" };
  try {
    const answer = await fetch(box.dataset.sessionUrl, { headers });
    if (answer.ok) show((await answer.json()).seconds_left);
    else wait(60);
  } catch {
    wait(60); // no network: ask again
  }
}

function show(left) {
  box.hidden = left > EARLY;
  if (left === 0) {
    words.textContent = "You are signed out. If you were writing, send the form: your text is kept, and is there again when you have signed in.";
    box.querySelector("[data-session-stay]").hidden = true;
    return;
  }
  if (left <= EARLY) {
    const minutes = Math.max(1, Math.round(left / 60));
    words.textContent = `You will be signed out in ${minutes} minute${minutes === 1 ? "" : "s"}, because nothing was done here. Your text is kept.`;
  }
  wait(left > EARLY ? left - EARLY : Math.min(60, left) + 1);
}

function wait(seconds) {
  setTimeout(() => look(false), seconds * 1000);
}

box.querySelector("[data-session-stay]").addEventListener("click", () => look(true));
look(false);
