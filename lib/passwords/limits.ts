/**
 * In code points, counted after normalization (ASVS 5.0 6.2.1 and 6.2.9). In a separate file, so that forms do not load
 * the schemas.
 */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;
/**
 * The maximum UTF-16 units of a password before normalization; far more than MAX_PASSWORD_LENGTH characters can need.
 */
export const MAX_PASSWORD_INPUT_LENGTH = 1_024;
