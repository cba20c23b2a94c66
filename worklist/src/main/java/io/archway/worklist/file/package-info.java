/** Files of orders: worklist files, dumps and HL7 messages that practice software drops. */
package io.archway.worklist.file;
