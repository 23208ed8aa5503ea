/** Charts over months as SVG without a script: drawn here, once for a wide page and once for a telephone. */
import { INSTRUMENT_COLUMNS, type InstrumentColumn } from "../../../domain/instruments/instruments.js";
import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type Markup, raw } from "./markup.js";

echarts.use([BarChart, GridComponent, SVGRenderer]);

/** The ladder warms from reminder to talk; what answers it is cool, what is rare is grey. */
const COLOURS: Readonly<Record<InstrumentColumn, string>> = {
  assignment: "#8397ae",
  reminder: "#a9c8a4",
  urge: "#f0bd45",
  supervise: "#e08a3c",
  escalate: "#c3302b",
  summonsTalk: "#761a1d",
  longOverdueList: "#5b3f6e",
  verificationRequest: "#5b8bc4",
  returned: "#b98b5f",
  extension: "#8d7cc0",
  instruction: "#3f7f86",
  resolved: "#a5c6e8",
  suspension: "#b9b5ad",
  handover: "#8f8a80",
  bulletin: "#7a9e7e",
  alarm: "#4d4a45",
};

/** The swatches of legends and dots. */
export const INSTRUMENT_STYLES = INSTRUMENT_COLUMNS.map((name) => `.i-${name}{background:${COLOURS[name]}}`).join("");

export interface Series {
  readonly instrument: InstrumentColumn;
  /** One value for each month. */
  readonly values: readonly number[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const WIDE: Size = { width: 1040, height: 300 };
const NARROW: Size = { width: 340, height: 230 };

/** Bars by month, one instrument on the other. `key` keeps apart what two charts of a page define. */
export function stackedMonths(key: string, months: readonly string[], series: readonly Series[]): Markup {
  const drawn = ([name, size]: readonly [string, Size]): string =>
    `<div class="${name}">${draw(`${key}-${name}`, size, months, series, true)}</div>`;
  return raw(
    (
      [
        ["wide", WIDE],
        ["narrow", NARROW],
      ] as const
    )
      .map(drawn)
      .join(""),
  );
}

/** The same without axes, small enough to stand in a table's cell. */
export function trend(key: string, months: readonly string[], series: readonly Series[]): Markup {
  return raw(draw(key, { width: 240, height: 36 }, months, series, false));
}

function draw(key: string, size: Size, months: readonly string[], series: readonly Series[], axes: boolean): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption({
      animation: false,
      grid: axes ? { left: 48, right: 6, top: 10, bottom: 26 } : { left: 0, right: 0, top: 1, bottom: 1 },
      xAxis: {
        type: "category",
        data: [...months],
        show: axes,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: "#8d8880" } },
        axisLabel: { interval: labelled(months, size), color: "#57534c", fontSize: 12, hideOverlap: true },
      },
      yAxis: {
        type: "value",
        show: axes,
        minInterval: 1,
        splitLine: { show: axes, lineStyle: { color: "#e8e5df" } },
        axisLabel: { color: "#57534c", fontSize: 12 },
      },
      series: series.map(({ instrument, values }) => ({
        type: "bar",
        stack: "all",
        barCategoryGap: "18%",
        cursor: "default",
        emphasis: { disabled: true },
        itemStyle: { color: COLOURS[instrument] },
        data: [...values],
      })),
    });
    return embedded(key, chart.renderToSVGString({ useViewBox: true }), axes);
  } finally {
    chart.dispose();
  }
}

/** As many months are named as there is room for, by whole quarters, half-years or years. */
function labelled(months: readonly string[], { width }: Size): (index: number, month: string) => boolean {
  const step = [1, 3, 6, 12].find((each) => (months.length / each) * 64 <= width) ?? 12;
  const named = months.map((month) => (Number(month.slice(5)) - 1) % step === 0);
  return (index) => (named.includes(true) ? named[index] === true : index === 0);
}

/**
 * Within a page the SVG needs no namespaces, and its bars of height zero no place; ids, which count up over the whole
 * process, become the chart's own. Hidden from whoever hears the page: the table beside it says the same.
 */
function embedded(key: string, svg: string, axes: boolean): string {
  return svg
    .replaceAll(/ xmlns(:xlink)?="[^"]*"/g, "")
    .replaceAll(/ (version|baseProfile)="[^"]*"/g, "")
    .replace(
      /<svg width="\d+" height="\d+"/,
      `<svg${axes ? "" : ' preserveAspectRatio="none"'} aria-hidden="true" focusable="false"`,
    )
    .replaceAll(/<style[\s\S]*?<\/style>\s*/g, "")
    .replaceAll(/ class="zr\d+-cls-\d+"/g, "")
    .replaceAll(/<path d="M[\d. -]+l[\d.]+ 0l0 0l-[\d.]+ 0Z"[^>]*><\/path>\s*/g, "")
    .replaceAll(/zr\d+-/g, `${key}-`)
    .replaceAll(/font-family:sans-serif;/g, "");
}
