import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export const LOGGER = Symbol('LOGGER');

/** Lines are written together: when there are so many bytes of them, and at least so often; and at the end, however it comes, but for `kill -9`. */
const LINES_BYTES = 4096;
const LINES_MS = 250;

/**
 * JSON lines. Nothing about a patient is ever logged: requests by route template, never by URL, body or header; the
 * redaction is a second net for what should not be there at all.
 * @param destination the terminal, unless told
 */
export function makeLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['*.password', '*.authorization', '*.email', '*.token', '*.refreshToken', 'password', 'email', 'token'], censor: '[redacted]' },
  };
  return pino(options, destination ?? pino.destination({ sync: false, minLength: LINES_BYTES, periodicFlush: LINES_MS }));
}

/** Nest's own messages in the same stream. */
export function nestLogger(log: Logger): LoggerService {
  const text = (message: unknown): string => (typeof message === 'string' ? message : message instanceof Error ? message.message : 'message');
  return {
    log: (message: unknown) => log.debug(text(message)),
    error: (message: unknown) => log.error(text(message)),
    warn: (message: unknown) => log.warn(text(message)),
    debug: (message: unknown) => log.debug(text(message)),
    verbose: (message: unknown) => log.trace(text(message)),
    fatal: (message: unknown) => log.fatal(text(message)),
  };
}
