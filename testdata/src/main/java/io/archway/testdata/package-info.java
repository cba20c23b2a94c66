/** Synthetic dental studies: made by a seed, valid by the standard, of no person. */
package io.archway.testdata;
