/** The Modality Worklist as provider (PS3.4 Annex K): what is scheduled, for whoever scans. */
package io.archway.worklist;
