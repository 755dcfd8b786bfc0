// The lowest contrast that a text on the page has with what is behind it (WCAG 2.2, 1.4.3), and which text.
(function () {
  function numbers(color) {
    var parts = color.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  }

  function luminance(rgb) {
    var linear = rgb.map(function (part) {
      var share = part / 255;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  function ground(element) {
    for (var at = element; at; at = at.parentElement) {
      var color = numbers(getComputedStyle(at).backgroundColor);
      if (color.alpha === 1) return color.rgb;
    }
    return [255, 255, 255];
  }

  var lowest = { ratio: 21, text: "" };
  var walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    var text = walk.currentNode.nodeValue.trim();
    var element = walk.currentNode.parentElement;
    if (!text || !element.getClientRects().length) continue;
    var one = luminance(numbers(getComputedStyle(element).color).rgb);
    var other = luminance(ground(element));
    var ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < lowest.ratio) lowest = { ratio: ratio, text: text };
  }
  return lowest.ratio.toFixed(2) + " " + lowest.text;
})()
