/** Drawing in processes of their own, for formats whose readers know no limits. */
package io.archway.imaging.apart;
