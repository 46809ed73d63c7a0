// What sticks out of the window, runs out of its box, is broken within a word, is a caption in one
// column, or has a badge upon its words. What only screen readers get is clipped to a pixel and left out. An address may break,
// and so may what is longer than any word.
() => {
  const faults = [], wide = document.documentElement.clientWidth;
  const name = e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
  for (const e of document.querySelectorAll("html, main")) {
    if (e.scrollWidth > e.clientWidth) faults.push(e.tagName + " scrolls sideways");
  }
  const shown = [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0
      && !e.closest(".kern-sr-only, .tile .kind")
      && e.checkVisibility({ contentVisibilityAuto: true });
  });
  for (const e of shown) {
    const box = e.getBoundingClientRect();
    if (box.right > wide + 1 || box.left < -1) faults.push("outside the window: " + name(e));
    const boxed = e.matches("li, td, th, dd, dt, p, h1, h2, h3, a, button, summary, .kern-badge");
    const room = e.clientWidth + 1;
    if (e.matches("input[readonly]") && e.scrollWidth > room) faults.push("cut off: " + e.value);
    if (boxed && room > 1 && e.scrollWidth > room) faults.push("too long: " + name(e));
  }
  for (const e of shown.filter(e => e.matches("caption"))) {
    const room = e.parentElement.clientWidth;
    if (e.getBoundingClientRect().width < room - 2) faults.push("narrower than its table: " + name(e));
  }
  const words = document.createTreeWalker(document.querySelector("main"), 4);
  while (words.nextNode()) {
    const text = words.currentNode, within = text.parentElement, range = document.createRange();
    if (!shown.includes(within) || within.closest("[href^=mailto], .more")) continue;
    if (/[@\u00ad]|www|:\/\/|\S{50}/.test(text.textContent)) continue;
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
    if (lines.size > text.textContent.trim().split(/[\s\-–\/]+/).length) {
      faults.push("broken within a word: " + name(within));
    }
  }
  for (const badge of shown.filter(e => e.matches(".kern-badge"))) {
    const a = badge.getBoundingClientRect();
    const words = document.createTreeWalker(badge.closest("li, tr, .kern-card, main"), 4);
    while (words.nextNode()) {
      const text = words.currentNode, range = document.createRange();
      if (badge.contains(text) || !text.textContent.trim()) continue;
      if (text.parentElement.closest(".kern-sr-only")) continue;
      range.selectNodeContents(text);
      for (const b of range.getClientRects()) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 4) faults.push(name(badge) + " lies upon " + text.textContent);
      }
    }
  }
  return [...new Set(faults)];
}
