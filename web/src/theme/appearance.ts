/** Theme and language as the reader chose them, remembered on this machine. */
import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";
export type Language = "zh" | "en";

/** web/public/before-paint.js reads them too. */
const KEYS = { theme: "duban.theme", language: "duban.language" } as const;

const HTML_LANG: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };

interface Appearance {
  readonly theme: ThemeChoice;
  readonly dark: boolean;
  readonly language: Language;
}

const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is blocked: choices last as long as the page
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The same: nothing to remember with.
  }
}

function initial(): Appearance {
  const theme = read(KEYS.theme);
  const choice: ThemeChoice = theme === "light" || theme === "dark" ? theme : "system";
  return { ...shown(choice), language: read(KEYS.language) === "en" ? "en" : "zh" };
}

function shown(theme: ThemeChoice): Pick<Appearance, "theme" | "dark"> {
  return { theme, dark: theme === "dark" || (theme === "system" && system.matches) };
}

let current = initial();

function become(next: Partial<Appearance>): void {
  current = { ...current, ...next };
  document.documentElement.dataset["theme"] = current.dark ? "dark" : "light";
  document.documentElement.lang = HTML_LANG[current.language];
  for (const listener of listeners) listener();
}
become({});

system.addEventListener("change", () => become(shown(current.theme)));

export function chooseTheme(theme: ThemeChoice): void {
  write(KEYS.theme, theme);
  become(shown(theme));
}

export function chooseLanguage(language: Language): void {
  write(KEYS.language, language);
  become({ language });
}

export const appearance = (): Appearance => current;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const onAppearance = subscribe;

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, appearance);
}
