/** A titled part of a page. */
import { type ReactNode, useId } from "react";
import styles from "./panel.module.css";

interface Props {
  readonly title: ReactNode;
  /** Beside the title: a count, a link. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  /** Content that goes to the edges, such as tables. */
  readonly flush?: boolean;
}

export function Panel({ title, aside, children, className = "", flush = false }: Props) {
  const id = useId();
  return (
    <section className={`${styles["panel"]} ${className}`} aria-labelledby={id}>
      <header className={styles["head"]}>
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className={styles["aside"]}>{aside}</div>}
      </header>
      <div className={flush ? "" : styles["body"]}>{children}</div>
    </section>
  );
}

/** In the place of a list that holds nothing. */
export function Nothing({ title, hint }: { readonly title: string; readonly hint?: string }) {
  return (
    <div className={styles["nothing"]}>
      <p>{title}</p>
      {hint !== undefined && <p className="quiet">{hint}</p>}
    </div>
  );
}

/** A page's own title, with what belongs beside it. */
export function PageTitle({ children, aside }: { readonly children: ReactNode; readonly aside?: ReactNode }) {
  return (
    <div className={styles["title"]}>
      <h1>{children}</h1>
      {aside !== undefined && <div className={styles["aside"]}>{aside}</div>}
    </div>
  );
}
