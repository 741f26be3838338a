import type { TopLevelSpec } from 'vega-lite';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Ink, paper and what lies between: shape and dash tell things apart, so that a black and white print loses nothing. */
export const INK: Readonly<Record<Theme, { ink: string; faint: string; paper: string }>> = {
  light: { ink: '#111111', faint: '#767676', paper: '#ffffff' },
  dark: { ink: '#f2f2f2', faint: '#9a9a9a', paper: '#16181c' },
};

export interface Picture {
  readonly spec: TopLevelSpec;
  readonly title: string;
  /** What the picture shows, in words, for whoever does not see it. */
  readonly description: string;
  readonly theme: Theme;
}

/** Loaded with the first picture, once: the libraries are large, and most processes start without ever drawing. */
let libraries: ReturnType<typeof loadLibraries> | undefined;
async function loadLibraries() {
  const { parse, View } = await import('vega');
  const { compile } = await import('vega-lite');
  return { parse, View, compile };
}

/** Draws on the server, with data that is in the specification alone; nothing is loaded. */
export async function drawSvg({ spec, title, description, theme }: Picture): Promise<string> {
  const { parse, View, compile } = await (libraries ??= loadLibraries());
  const { ink, faint, paper } = INK[theme];
  const text = { labelColor: ink, titleColor: ink, labelFont: 'Roboto', titleFont: 'Roboto' };
  const config = {
    font: 'Roboto', background: paper, title: { color: ink, font: 'Roboto' },
    axis: { ...text, domainColor: faint, tickColor: faint, gridColor: faint, gridOpacity: 0.25 },
    legend: { ...text, symbolStrokeColor: ink }, header: text, view: { stroke: 'transparent' }, text: { color: ink, font: 'Roboto' },
  };
  const view = new View(parse(compile({ ...spec, config } as TopLevelSpec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg.replace(/<svg ([^>]*)>/, (_whole, attributes: string) => `<svg role="img" aria-labelledby="t d" ${attributes}><title id="t">${escaped(title)}</title><desc id="d">${escaped(description)}</desc>`);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
