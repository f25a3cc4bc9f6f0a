/**
 * Runs inside a frame, as text: nothing outside the function may be named. The page sends a port after each load; everything else goes
 * through that port, so that neither side ever puts what was typed on a window's message bus.
 */
export function connectToPage<Sent, Received>(receive: (message: Received) => void): (message: Sent) => void {
  let port: MessagePort | null = null;
  window.addEventListener('message', function take(event: MessageEvent) {
    const given = event.ports[0];
    if (event.source !== window.parent || !given) return;
    window.removeEventListener('message', take);
    port = given;
    port.onmessage = (message: MessageEvent) => receive(message.data as Received);
    port.postMessage({ type: 'hello' });
  });
  return (message) => {
    if (port) port.postMessage(message);
  };
}
