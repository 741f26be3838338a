import { bpiSf } from './bpi-sf.js';
import { cSsrsScreener } from './c-ssrs-screener.js';
import { dn4 } from './dn4.js';
import { eq5d5l } from './eq-5d-5l.js';
import { fiqr } from './fiqr.js';
import { gad7 } from './gad-7.js';
import { hamD17 } from './ham-d17.js';
import type { Instrument } from './instrument.js';
import { isi } from './isi.js';
import { madrs } from './madrs.js';
import { npsi } from './npsi.js';
import { nrsPain } from './nrs-pain.js';
import { odi } from './odi.js';
import { pcs } from './pcs.js';
import { peg } from './peg.js';
import { pgic } from './pgic.js';
import { phq9 } from './phq-9.js';
import { promis29 } from './promis-29.js';
import { promisPainInterference4a } from './promis-pain-interference-4a.js';
import { qidsSr16 } from './qids-sr16.js';
import { vasPain } from './vas-pain.js';
import { whodas12 } from './whodas-12.js';

/** Every measure that the product brings, pain first. */
export const INSTRUMENTS: readonly Instrument[] = [
  nrsPain,
  vasPain,
  bpiSf,
  peg,
  promisPainInterference4a,
  promis29,
  pcs,
  fiqr,
  dn4,
  npsi,
  odi,
  pgic,
  phq9,
  gad7,
  madrs,
  hamD17,
  qidsSr16,
  cSsrsScreener,
  isi,
  eq5d5l,
  whodas12,
];

const BY_CODE: ReadonlyMap<string, Instrument> = new Map(INSTRUMENTS.map((instrument) => [instrument.code, instrument]));

/** The measure of that code; undefined for any other text, whatever it is. */
export const findInstrument = (code: string): Instrument | undefined => BY_CODE.get(code);
