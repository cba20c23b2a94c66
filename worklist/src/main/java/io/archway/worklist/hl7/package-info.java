/** HL7 v2 messages as files, as far as orders need them. */
package io.archway.worklist.hl7;
