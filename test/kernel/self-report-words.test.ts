import { INSTRUMENTS } from '../../src/outcome-measures/scoring/index.js';
import { isSelfReported } from '../../src/outcome-measures/self-report/questions.js';
import { newToken, readToken } from '../../src/outcome-measures/self-report/token.js';
import { asked, LANGUAGES, pageWords } from '../../src/outcome-measures/self-report/words/index.js';

const ITEMS = INSTRUMENTS.filter(({ code }) => isSelfReported(code)).flatMap(({ code, items }) => items.map((item) => ({ code, item })));

describe('the words of self-report', () => {
  it.each(LANGUAGES)('put every question that a patient answers alone into %s, with both ends of its scale', (language) => {
    const lacking = ITEMS.filter(({ code, item }) => {
      const { ask, language: spoken, low, high, choices } = asked(language, code, item);
      const answers = item.maximum - item.minimum + 1;
      return ask === '' || (language !== 'en' && spoken !== language) || (choices ? choices.length !== answers : low === '' || high === '');
    });
    expect(lacking.map(({ code, item }) => `${code}/${item.code}`)).toEqual([]);
    expect(ITEMS.length).toBeGreaterThan(150);
  });

  it('fill the same places in every language', () => {
    const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
    const english = Object.entries(pageWords('en')) as [keyof ReturnType<typeof pageWords>, string][];
    for (const language of LANGUAGES) {
      expect(english.filter(([name, text]) => places(text).join() !== places(pageWords(language)[name]).join()).map(([name]) => name)).toEqual([]);
    }
  });
});

describe('a token', () => {
  const clinicId = '01900000-0000-7000-8000-000000000001';

  it('names its clinic and fits into a small QR code', () => {
    const token = newToken(clinicId);
    expect(token).toMatch(/^[A-Za-z0-9_-]{54}$/);
    expect(readToken(token)).toMatchObject({ clinicId });
    expect(newToken(clinicId)).not.toBe(token);
  });

  it.each(['', 'x', 'a'.repeat(53), 'a'.repeat(55), `${'a'.repeat(53)}=`, `${'a'.repeat(53)}é`])('is not %j', (text) => expect(readToken(text)).toBeUndefined());

  it('has one spelling', () => {
    const token = newToken(clinicId);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...alphabet].map((last) => token.slice(0, -1) + last).filter((other) => other !== token && Buffer.from(other, 'base64url').equals(Buffer.from(token, 'base64url')));
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter((other) => readToken(other) !== undefined)).toEqual([]);
  });
});
