"use strict";
// Applies corrections to elements that a library renders, now and whenever it renders again. `corrections` maps CSS
// selectors to functions that change a matching element.
const mend = (root, corrections) => {
  const correct = () => {
    for (const [selector, change] of Object.entries(corrections)) root.querySelectorAll(selector).forEach(change);
  };
  correct();
  new MutationObserver(correct).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["role"] });
};

/** Gives an element a name for screen readers. */
const named = (name) => (element) => element.setAttribute("aria-label", name);
