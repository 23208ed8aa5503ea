/** One filter: a choice of one or several, that can be searched. */
import { Select } from "antd";
import { foundIn } from "../../../domain/language/text.js";
import { several } from "./useFilter.js";

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** How a Select's options are searched: by their words, whatever their width, case and spaces. */
export const SEARCHED = {
  filterOption: (looked: string, option?: Pick<Option, "label">): boolean => foundIn([option?.label ?? ""], looked),
};

interface Props {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onChange: (value: string | null) => void;
  readonly width?: number;
  readonly multiple?: boolean;
  readonly loading?: boolean;
}

export function Choice({ label, options, value, onChange, width = 140, multiple = false, loading = false }: Props) {
  const shared = {
    "aria-label": label,
    placeholder: label,
    allowClear: true,
    showSearch: options.length > 8 ? SEARCHED : false,
    options: [...options],
    loading,
    popupMatchSelectWidth: false,
    style: { width },
  };
  return multiple ? (
    <Select
      {...shared}
      mode="multiple"
      maxTagCount="responsive"
      value={several(value)}
      onChange={(chosen: string[]) => onChange(chosen.join(",") || null)}
    />
  ) : (
    <Select {...shared} value={value ?? null} onChange={(chosen: string | null) => onChange(chosen ?? null)} />
  );
}
