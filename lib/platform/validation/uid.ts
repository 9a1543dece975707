/**
 * A uid: 1 to 200 letters, digits, dots, dashes and underscores, beginning with a letter or digit. It becomes the last
 * segment of an MRN, so slashes, spaces and `..` are not allowed.
 */
export const UID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
