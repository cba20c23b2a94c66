/** What a data set says of an order. */
package io.archway.worklist.order;
