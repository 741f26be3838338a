import { pageWords, LANGUAGES, type Language } from '../words/index.js';
import { html, type Html } from './html.js';

export interface Frame {
  readonly language: Language;
  readonly title: string;
  /** Address of this page in another language; absent where there is nothing to switch. */
  readonly inLanguage?: (language: Language) => string;
}

/** The page around a screen; nothing in it comes from another host. */
export function pageOf({ language, title, inLanguage }: Frame, screen: Html): string {
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title>
<link rel="stylesheet" href="/self-report/style.css"><script src="/self-report/page.js" defer></script></head>
<body>${inLanguage && html`<nav aria-label="${LANGUAGES.map((one) => pageWords(one).languageName).join(', ')}"><ul class="languages">${LANGUAGES.map((one) => html`
<li><a href="${inLanguage(one)}" lang="${one}" hreflang="${one}"${one === language && html` aria-current="true"`}>${pageWords(one).languageName}</a></li>`)}</ul></nav>`}
<main>${screen}</main></body></html>`;
  return page.text;
}
