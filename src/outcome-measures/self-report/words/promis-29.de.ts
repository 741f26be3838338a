import type { ItemWords, MeasureWords } from './words.js';

const EASE = { low: 'nicht möglich', high: 'ohne Schwierigkeit' };
const FREQUENCY = { low: 'nie', high: 'immer' };
const EXTENT = { low: 'gar nicht', high: 'sehr' };
const FREEDOM = { low: 'immer eingeschränkt', high: 'nie eingeschränkt' };

type Scale = Pick<ItemWords, 'low' | 'high'>;

const ASKED: readonly (readonly [ask: string, scale: Scale])[] = [
  ['Hausarbeit', EASE],
  ['Treppen steigen', EASE],
  ['15 Minuten gehen', EASE],
  ['Besorgungen und Einkäufe', EASE],
  ['Furcht', FREQUENCY],
  ['An nichts anderes als die Angst denken können', FREQUENCY],
  ['Sorgen, die überhandnehmen', FREQUENCY],
  ['Unbehagen', FREQUENCY],
  ['Gefühl, wertlos zu sein', FREQUENCY],
  ['Gefühl, hilflos zu sein', FREQUENCY],
  ['Gefühl, niedergeschlagen zu sein', FREQUENCY],
  ['Gefühl der Hoffnungslosigkeit', FREQUENCY],
  ['Erschöpft', EXTENT],
  ['Schwierigkeiten, etwas zu beginnen', EXTENT],
  ['Im Durchschnitt ausgelaugt', EXTENT],
  ['Im Durchschnitt erschöpft', EXTENT],
  ['Qualität des Schlafs', { low: 'sehr gut', high: 'sehr schlecht' }],
  ['Der Schlaf war erholsam', { low: 'sehr', high: 'gar nicht' }],
  ['Probleme mit dem Schlaf', EXTENT],
  ['Schwierigkeiten einzuschlafen', EXTENT],
  ['Freizeit mit anderen', FREEDOM],
  ['Unternehmungen mit der Familie', FREEDOM],
  ['Die gewohnte Arbeit', FREEDOM],
  ['Unternehmungen mit Freunden', FREEDOM],
  ['Schmerzen stören den Tagesablauf', EXTENT],
  ['Schmerzen stören die Arbeit rund ums Haus', EXTENT],
  ['Schmerzen stören das Zusammensein mit anderen', EXTENT],
  ['Schmerzen stören den Haushalt', EXTENT],
  ['Schmerzstärke im Durchschnitt', { low: 'kein Schmerz', high: 'der stärkste vorstellbare Schmerz' }],
];

export const PROMIS_29_DE: MeasureWords = {
  lead: 'Denken Sie an die letzten 7 Tage.',
  items: Object.fromEntries(ASKED.map(([ask, scale], index) => [`q${index + 1}`, { ask, ...scale }])),
};
