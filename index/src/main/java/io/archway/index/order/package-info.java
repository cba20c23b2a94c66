/** Orders as files and messages say them, and how they become items. */
package io.archway.index.order;
