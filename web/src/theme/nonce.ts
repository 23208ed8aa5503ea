/** The nonce that the answer's content security policy names: style elements that this page makes, or shows in a frame, bear it. */
export const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
