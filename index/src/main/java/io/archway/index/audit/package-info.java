/** Who saw or changed which record: entries, the journal of reads, the sealed chain of rows. */
package io.archway.index.audit;
