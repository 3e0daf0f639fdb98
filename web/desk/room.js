// How much room there is.

const NARROW = matchMedia("(max-width: 40rem)");

/** The width that a picture is drawn for, so that its letters are as large as those around it. */
export const pictureWidth = () => (NARROW.matches ? 340 : 560);
