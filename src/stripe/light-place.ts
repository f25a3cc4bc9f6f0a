/** A place in the document's own tree that is shown inside a shadow root. */
export interface LightPlace {
  readonly point: HTMLElement;
  remove(): void;
}

/**
 * Makes a place for foreign content that works only in the document's own tree, shown at the slot `slotName` of the host's template.
 *
 * The point is a light-DOM child of the outermost host around. Each host below it gets a `<slot>` as a light-DOM child, which lies in
 * the shadow tree around that host: it takes in what comes from above and passes it on. One host of the document itself needs none.
 *
 * These children are put into elements that others render. A slot that was taken away is put back, which costs nothing; a lost point
 * has lost what was in its frames, so that is reported by `onLost`.
 * @param host in the document, at any depth
 */
export function lightPlace(host: HTMLElement, slotName: string, onLost: () => void): LightPlace {
  const inner = shadowHosts(host);
  const outermost = inner.pop() ?? host;

  const point = host.ownerDocument.createElement('div');
  point.slot = slotName;
  const children: { parent: Element; child: HTMLElement }[] = inner.map((parent) => {
    const child = host.ownerDocument.createElement('slot');
    child.name = slotName;
    child.slot = slotName;
    return { parent, child };
  });
  children.push({ parent: outermost, child: point });

  const observer = new MutationObserver((changes) => {
    // Put back at once or not: a frame that was out of the page starts from nothing.
    if (changes.some(({ removedNodes }) => [...removedNodes].includes(point))) onLost();
    else for (const { parent, child } of children) if (child.parentNode !== parent) parent.append(child);
  });
  for (const { parent, child } of children) {
    parent.append(child);
    observer.observe(parent, { childList: true });
  }
  return {
    point,
    remove() {
      observer.disconnect();
      for (const { child } of children) child.remove();
    },
  };
}

/** The host and every host of a shadow root around it, from the inside out. */
function shadowHosts(host: Element): Element[] {
  const root = host.getRootNode();
  return root instanceof ShadowRoot ? [host, ...shadowHosts(root.host)] : [host];
}
