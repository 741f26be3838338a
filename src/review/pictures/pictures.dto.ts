import { OneOf, Text } from '../../platform/http/fields.js';
import { THEMES } from './svg.js';

export class PictureQuery {
  @Text({ optional: true, maximum: 60, description: 'Code of a measure of the course; the first of its review unless told.' }) measure?: string;
  @OneOf(THEMES, { optional: true, description: '`light` unless told.' }) theme?: 'light' | 'dark';
}
