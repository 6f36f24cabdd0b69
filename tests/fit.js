/* What of the shown wall does not fit: a page that scrolls, text cut off or beyond its box, text
   over text of another part, text smaller than a wall may have. Empty when all is well. */
() => {
  const least = 1.25;
  const bad = [];
  const root = document.documentElement;
  const rem = parseFloat(getComputedStyle(root).fontSize);
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) {
    bad.push(`page ${root.scrollWidth} × ${root.scrollHeight}`);
  }
  const boxes = ".tile, .tile-kpi, .words, .figure, #stage, #case, .lead, .wall-head, .wall-foot, svg.main-svg";
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const part = node.parentElement;
    const style = getComputedStyle(part);
    if (!node.data.trim() || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(part.tagName) ||
        style.visibility === "hidden" || part.closest("[hidden], .visually-hidden")) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    // a font reserves more above and below than its characters fill
    const slack = 1.5 + 0.07 * parseFloat(style.fontSize);
    if (!box.width) {
      continue;
    }
    if (parseFloat(style.fontSize) < least * rem - 0.3) {
      bad.push(`small ${style.fontSize}: ${node.data}`);
    }
    for (const line of range.getClientRects()) {
      texts.push([node.data, line, part]);
    }
    for (let up = part; up; up = up.parentElement) {
      const edge = up.getBoundingClientRect();
      if (up.matches(boxes) && (box.left < edge.left - 1.5 || box.right > edge.right + 1.5 ||
          box.top < edge.top - slack || box.bottom > edge.bottom + slack)) {
        bad.push(`outside ${up.id || up.className.baseVal || up.className}: ${node.data}`);
        break;
      }
    }
    if (part.scrollWidth > part.clientWidth + 1 && style.overflow !== "visible") {
      bad.push(`cut: ${node.data}`);
    }
  }
  const inSvg = (part) => Boolean(part.closest("svg"));
  for (let one = 0; one < texts.length; one += 1) {
    for (let two = one + 1; two < texts.length; two += 1) {
      const [a, b] = [texts[one][1], texts[two][1]];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const room = Math.min(a.height, b.height) * (inSvg(texts[one][2]) ? 0.5 : 0.35);
      if (wide > 3 && high > room) {
        bad.push(`over each other: ${texts[one][0]} / ${texts[two][0]}`);
      }
    }
  }
  return bad;
}
