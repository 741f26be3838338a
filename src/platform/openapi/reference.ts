import type { OpenAPIObject } from '@nestjs/swagger';
import { problemPage } from './problem-list.js';

/** Holds the document once the application has described itself. */
export class Reference {
  json = '{}';
  problems = '';

  hold(document: OpenAPIObject): void {
    this.json = JSON.stringify(document);
    this.problems = problemPage(document);
  }
}
