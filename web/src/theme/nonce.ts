/** The nonce that the answer's content security policy names: style elements that this page makes, or shows in a frame, bear it. */
export const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

/** A page for a frame is held to this page's policy: its one style element is let in by the nonce. */
export const withNonce = (html: string): string => html.replaceAll("<style>", `<style nonce="${nonce}">`);
