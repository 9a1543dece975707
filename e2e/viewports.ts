export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
/** The widths that pages are looked at in. The wide one last: on a phone, toasts lie over the buttons of a dialog. */
export const WIDTHS = [PHONE, WIDE];
