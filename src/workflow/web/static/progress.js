"use strict";
// Shows how far a task is while one looks: the same page, asked for again until it has ended.
(() => {
  const PAUSE = 3000;
  const again = async () => {
    const here = document.getElementById("progress");
    if (!here || !("running" in here.dataset)) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = read.getElementById("progress");
      if (answer.redirected || !now) return;
      if (now.innerHTML !== here.innerHTML) here.replaceWith(now);
    } catch {
      // the next turn tries again
    }
    setTimeout(again, PAUSE);
  };
  setTimeout(again, PAUSE);
})();
