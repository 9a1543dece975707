/** In code points, counted after normalization (ASVS 5.0 6.2.1 and 6.2.9). Apart, so that forms need not load the schemas. */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;
/** The most UTF-16 units of a password before it is normalized; far above what PASSWORD_MAX characters can need. */
export const MAX_PASSWORD_INPUT_LENGTH = 1_024;
