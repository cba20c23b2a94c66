/** From stored values to what is shown: the grayscale pipeline (PS3.3 C.11, PS3.14) and color. */
package io.archway.imaging.render;
