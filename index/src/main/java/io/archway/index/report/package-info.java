/** Reports: their versions, texts, addenda and documents, and the SQL of them. */
package io.archway.index.report;
