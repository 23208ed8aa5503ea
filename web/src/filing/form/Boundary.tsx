/** Never a white page: what could not be shown is said, with a way on. What is saved on the device is not touched by it. */
import { Component, type ReactNode } from "react";
import { useTexts } from "../texts.js";

interface BoundaryState {
  readonly why: string | null;
}

export class Boundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { why: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { why: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    return this.state.why === null ? this.props.children : <Broken why={this.state.why} />;
  }
}

function Broken({ why }: { readonly why: string }) {
  const { t } = useTexts();
  return (
    <section className="notice bad" role="alert">
      <p>{t("broken.text", { why })}</p>
      <button type="button" onClick={() => location.reload()}>
        {t("broken.reload")}
      </button>
    </section>
  );
}
