/** Photos as small pictures that open whole. */
import styles from "./photos.module.css";

interface Props {
  readonly photos: readonly { readonly key: string; readonly address: string }[];
  /** What the one of this number (from 1) shows, for whoever does not see it. */
  readonly nameOf: (no: number) => string;
}

export function Photos({ photos, nameOf }: Props) {
  return (
    <ul className={styles["photos"]}>
      {photos.map(({ key, address }, at) => (
        <li key={key}>
          <a href={address} target="_blank" rel="noreferrer">
            <img src={address} alt={nameOf(at + 1)} loading="lazy" />
          </a>
        </li>
      ))}
    </ul>
  );
}
