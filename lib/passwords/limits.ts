/** In code points, counted after normalization (ASVS 5.0 6.2.1 and 6.2.9). Apart, so that forms need not load the schemas. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
/** The most UTF-16 units of a password before it is normalized; far above what PASSWORD_MAX characters can need. */
export const PASSWORD_RAW_MAX = 1_024;
