/** Removes the APIs of a document or a worker whose requests the guard does not see. */
export function removeUnwatchedApis(): void {
  const { deleteProperty } = Reflect;
  const globals = [
    "RTCPeerConnection",
    "webkitRTCPeerConnection",
    "WebSocketStream",
    "fetchLater",
    "TCPSocket",
    "TCPServerSocket",
    "UDPSocket",
    "PaymentRequest",
    "PresentationRequest",
    "IdentityCredential",
    "IdentityProvider",
    "sharedStorage",
    "FencedFrameConfig",
    "PublicKeyCredential",
  ];
  for (const name of globals) deleteProperty(globalThis, name);
  const ofNavigator = [
    "presentation",
    "usb",
    "bluetooth",
    "serial",
    "hid",
    "install",
    "login",
    "joinAdInterestGroup",
    "leaveAdInterestGroup",
    "updateAdInterestGroups",
    "runAdAuction",
    "clearOriginJoinedAdInterestGroups",
    "getInterestGroupAdAuctionData",
  ];
  const navigatorPrototype = Object.getPrototypeOf(navigator);
  for (const name of ofNavigator) deleteProperty(navigatorPrototype, name);
}

/** The same for the APIs that only documents have. */
export function removeUnwatchedDocumentApis(): void {
  Object.getPrototypeOf(navigator).sendBeacon = () => true;
  Reflect.deleteProperty(HTMLMediaElement.prototype, "remote");
  if (typeof CredentialsContainer === "undefined") return;
  // The browser itself sends requests to the hosts that a federated login or a passkey names.
  const refuse = () => Promise.reject(new DOMException("Not allowed here", "NotAllowedError"));
  Object.assign(CredentialsContainer.prototype, { get: refuse, create: refuse, store: refuse });
}
