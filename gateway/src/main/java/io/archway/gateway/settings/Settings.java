package io.archway.gateway.settings;

import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.Networks;
import io.archway.http.kernel.TrustedProxies;
import java.time.Duration;
import java.util.List;

/**
 * Every setting there is, checked. A component here, an entry in conf/archway.yaml, which holds its
 * default and its meaning, and a line in the test's list of what reaches which part are all that a
 * new setting takes.
 */
public record Settings(
    Dicom dicom,
    Http http,
    Live live,
    Uploads uploads,
    Store store,
    Index index,
    Ingest ingest,
    Matching matching,
    Worklist worklist,
    Mpps mpps,
    Thumbnails thumbnails,
    Agents agents,
    Reports reports,
    Patients patients,
    Documents documents,
    Retention retention,
    Auth auth,
    Registration registration,
    Contact contact,
    Messages messages,
    Admin admin,
    Stop stop,
    Log log) {

  /** What contradicts itself across groups; one that is wrong in itself is null here. */
  public Settings {
    if (dicom != null && store != null) {
      store.checkBuffersFor(dicom.maxAssociations());
    }
    if (http != null && thumbnails != null && uploads != null && documents != null) {
      http.checkThreadsBeside(
          thumbnails.maxWaiting(), uploads.maxConcurrent(), documents.maxConcurrent());
    }
  }

  /** The DICOM port and the limits of its associations. */
  public record Dicom(
      @Range(min = "0", max = "65535") int port,
      String bindAddress,
      @Form(pattern = Form.AE_TITLE, expected = Form.AE_TITLE_EXPECTED) String aeTitle,
      @Range(min = "1", max = "10000") int maxAssociations,
      @Range(min = "1", max = "10000") int maxAssociationsPerPeer,
      @Range(min = "4KiB", max = "4MiB") ByteSize maxPduLength,
      @Range(min = "100ms", max = "10m") Duration artimTimeout,
      @Range(min = "1s", max = "1h") Duration pduTimeout,
      @Range(min = "1s", max = "1d") Duration idleTimeout,
      @Range(min = "1m", max = "30d") Duration totalTimeout,
      @Form(pattern = Form.AE_TITLE, expected = Form.AE_TITLE_EXPECTED)
          List<String> allowedCallingAeTitles,
      List<String> allowedAddresses,
      @Form(pattern = "[0-9.]{1,64}", expected = "a UID") List<String> deniedSopClasses,
      DicomTls tls) {
    public Dicom {
      try {
        Networks.of(allowedAddresses);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("dicom.allowedAddresses: " + e.getMessage(), e);
      }
    }
  }

  /** Encryption of the DICOM port, and who may use it. */
  public record DicomTls(
      boolean enabled, String keyStore, Secret keyStorePassword, String trustStore) {}

  /** Encryption of the HTTP port. */
  public record HttpTls(boolean enabled, String keyStore, Secret keyStorePassword) {}

  /** The HTTP port and the limits of its requests. */
  public record Http(
      @Range(min = "0", max = "65535") int port,
      String bindAddress,
      @Range(min = "1", max = "100000") int maxConnections,
      @Range(min = "1", max = "100000") int maxConnectionsPerAddress,
      List<String> trustedProxies,
      TrustedProxies.Header proxyHeader,
      @Form(
              pattern = "\\*|https?://[a-z0-9.:\\[\\]-]{1,255}",
              expected = "an origin, like https://clinic.example, or *")
          List<String> allowedOrigins,
      @Range(min = "1KiB", max = "1MiB") ByteSize maxHeaderSize,
      @Range(min = "1KiB", max = "64MiB") ByteSize maxBodySize,
      @Range(min = "100ms", max = "10m") Duration headerTimeout,
      @Range(min = "100ms", max = "1h") Duration bodyTimeout,
      @Range(min = "1s", max = "1h") Duration idleTimeout,
      @Range(min = "1s", max = "1h") Duration requestTimeout,
      @Range(min = "1", max = "1000") int workerThreads,
      @Range(min = "0", max = "100000") int maxQueuedRequests,
      @Range(min = "1", max = "10000") int maxEventStreams,
      @Range(min = "1", max = "10000") int maxEventStreamsPerUser,
      HttpTls tls) {
    public Http {
      try {
        TrustedProxies.of(trustedProxies, proxyHeader);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("http.trustedProxies: " + e.getMessage(), e);
      }
    }

    /** What may hold a thread for long leaves one to everything else. */
    private void checkThreadsBeside(int waiting, int uploads, int documents) {
      int all = waiting + uploads + 2 * documents;
      if (all >= workerThreads) {
        throw new IllegalArgumentException(
            ("http.workerThreads: %d (expected: >= %d, more than thumbnails.maxWaiting: %d,"
                    + " uploads.maxConcurrent: %d and twice documents.maxConcurrent: %d together)")
                .formatted(workerThreads, all + 1, waiting, uploads, documents));
      }
    }
  }

  /** Channels on WebSockets, in the Pusher protocol. */
  public record Live(
      @Form(pattern = "[A-Za-z0-9_-]{1,64}", expected = "letters, digits, - or _") String key,
      Secret secret,
      @Range(min = "1", max = "100000") int maxConnections,
      @Range(min = "1", max = "100000") int maxConnectionsPerAddress,
      @Range(min = "1", max = "10000") int maxConnectionsPerUser,
      @Range(min = "1", max = "1000") int maxChannels,
      @Range(min = "1", max = "100000") int maxSubscriptions,
      @Range(min = "1", max = "1000") int maxMembers,
      @Range(min = "1KiB", max = "1MiB") ByteSize maxMessageSize,
      @Range(min = "64KiB", max = "16MiB") ByteSize maxWaiting,
      @Range(min = "10", max = "1000000") int maxMessagesPerMinute,
      @Range(min = "1s", max = "1h") Duration activityTimeout,
      @Range(min = "1s", max = "10m") Duration pongTimeout,
      boolean clientEvents,
      @Form(
              pattern = "https?://[a-z0-9.:\\[\\]-]{1,255}",
              expected = "an origin, like https://clinic.example")
          List<String> allowedOrigins) {}

  /** What may be uploaded over HTTP. */
  public record Uploads(
      @Range(min = "1MiB", max = "1TiB") ByteSize maxSize,
      @Range(min = "1", max = "1000") int maxConcurrent,
      @Range(min = "1", max = "100000") int maxParts,
      @Range(min = "1KiB", max = "1MiB") ByteSize maxFieldSize,
      @Range(min = "1", max = "1000000") int maxEntries,
      @Range(min = "1MiB", max = "10TiB") ByteSize maxUnpackedSize,
      @Range(min = "1", max = "1000") int maxRatio,
      @Range(min = "1s", max = "1d") Duration timeout,
      S3 s3) {}

  /** The object store that uploads may name objects of. */
  public record S3(
      @Form(
              pattern = "|https?://[A-Za-z0-9.:\\[\\]-]+",
              expected = "nothing or https://host:port without a path")
          String endpoint,
      String region,
      @Form(pattern = "|[A-Za-z0-9._-]{1,255}", expected = "the name of a bucket") String bucket,
      String accessKey,
      Secret secretKey,
      @Form(
              pattern = "([^/{}\\p{Cntrl}]+/)*\\{organization}/([^/{}\\p{Cntrl}]+/)*",
              expected = "segments that end with /, one of them {organization}")
          String keyPrefix,
      @Range(min = "1s", max = "10m") Duration timeout) {
    public S3 {
      if (!endpoint.isEmpty()
          && (region.isEmpty() || bucket.isEmpty() || accessKey.isEmpty() || secretKey.isEmpty())) {
        throw new IllegalArgumentException(
            "uploads.s3: expected: region, bucket, accessKey and secretKey, since endpoint is"
                + " given");
      }
    }
  }

  /** The log of objects. */
  public record Store(
      @Range(min = "1MiB", max = "1GiB") ByteSize segmentSize,
      @Range(min = "4KiB", max = "16MiB") ByteSize smallObjectLimit,
      @Range(min = "1MiB", max = "1GiB") ByteSize bufferPoolSize,
      @Range(min = "0B", max = "1024TiB") ByteSize minimumFreeSpace) {
    /** Of the memory for objects on their way in. */
    public static final int BUFFER_BYTES = 64 << 10;

    /** With fewer for each association all could wait for each other (docs/adr/0005). */
    private static final int BUFFERS_PER_ASSOCIATION = 2;

    public Store {
      if (smallObjectLimit.compareTo(segmentSize) > 0) {
        throw new IllegalArgumentException("store.smallObjectLimit: larger than store.segmentSize");
      }
      if (smallObjectLimit.compareTo(bufferPoolSize) > 0) {
        throw new IllegalArgumentException(
            "store.smallObjectLimit: larger than store.bufferPoolSize");
      }
    }

    private void checkBuffersFor(int maxAssociations) {
      long least = (long) maxAssociations * BUFFERS_PER_ASSOCIATION * BUFFER_BYTES;
      if (bufferPoolSize.bytes() < least) {
        throw new IllegalArgumentException(
            ("store.bufferPoolSize: %d KiB (expected: >= %d KiB, %d buffers of %d KiB for each of"
                    + " dicom.maxAssociations: %d)")
                .formatted(
                    bufferPoolSize.bytes() >> 10,
                    least >> 10,
                    BUFFERS_PER_ASSOCIATION,
                    BUFFER_BYTES >> 10,
                    maxAssociations));
      }
    }
  }

  /** What reports may be, and how they are printed. */
  public record Reports(
      @Range(min = "1000", max = "1000000") int maxTextLength,
      @Range(min = "1", max = "16") int maxPrinting,
      Paper paper,
      List<String> fontFolders) {
    /** What PDFs are laid out for. */
    public enum Paper {
      A4,
      LETTER
    }
  }

  /** The patients family, and the import of patients. */
  public record Patients(
      @Form(pattern = "(/[A-Za-z0-9._~-]+)+", expected = "a path like /api/v1") String prefix,
      @Range(min = "1KiB", max = "1GiB") ByteSize maxImportSize,
      @Range(min = "1", max = "1000000") int maxImportRows,
      @Range(min = "1s", max = "1h") Duration importTimeout) {}

  /** The documents family, and other systems that its files go to and come from. */
  public record Documents(
      @Form(pattern = "(/[A-Za-z0-9._~-]+)+", expected = "a path like /documents") String prefix,
      @Form(pattern = "[0-9A-Fa-f]{64}", expected = "a SHA-256 in hexadecimal digits")
          List<String> developerKeys,
      @Range(min = "1", max = "1000") int maxConcurrent,
      @Form(
              pattern = "[0-9.]+(/[0-9]{1,2})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?",
              expected = "an address or a network like 10.1.0.0/16")
          List<String> allowedAddresses,
      @Form(
              pattern = "\\S+ SHA256:[A-Za-z0-9+/=]+",
              expected = "a host with or without :port, and SHA256:…")
          List<String> sftpHostKeys,
      boolean trustFirstUse,
      @Range(min = "1s", max = "5m") Duration connectTimeout,
      @Range(min = "1s", max = "1d") Duration transferTimeout,
      List<String> watch,
      @Range(min = "100ms", max = "1h") Duration watchInterval) {}

  /** The database. */
  public record Index(
      @Form(pattern = "|jdbc:postgresql:.+", expected = "nothing or jdbc:postgresql:…") String url,
      String user,
      Secret password,
      @Range(min = "2", max = "100") int poolSize,
      @Range(min = "2", max = "100") int arrivalPoolSize) {}

  /** How arrivals are taken. */
  public record Ingest(
      boolean quarantine,
      ConflictRule onConflict,
      @Range(min = "1", max = "64") int threads,
      List<String> watch,
      @Range(min = "100ms", max = "1h") Duration watchInterval) {
    /** What happens to an instance whose UID is known with another data set. */
    public enum ConflictRule {
      KEEP,
      REFUSE
    }
  }

  /** How arrivals meet orders. */
  public record Matching(
      @Range(min = "1s", max = "7d") Duration quietTime, WithoutOrder withoutOrder) {
    /** What happens to images that no order resembles. */
    public enum WithoutOrder {
      AUTO,
      INBOX,
      ITEM,
      NOTHING
    }
  }

  /** What the Modality Worklist offers to whom. */
  public record Worklist(
      SeenBy seenBy,
      @Form(
              pattern = "[^=\\\\]{1,16}=(station|office|all)",
              expected = "an AE title, =, and station, office or all")
          List<String> seenByDevices,
      boolean showStarted,
      @Range(min = "0s", max = "100000d") Duration expireAfter,
      @Range(min = "1", max = "1000000") int maxAnswers,
      @Range(min = "0", max = "64") int workerThreads,
      @Range(min = "1", max = "10000") int maxQueries,
      @Form(
              pattern = "[^=\\\\]{1,16}=[A-Za-z0-9_ \\\\]{1,200}",
              expected = "an AE title, =, and defined terms of (0008,0005)")
          List<String> characterSets,
      List<String> watch,
      @Range(min = "100ms", max = "1h") Duration watchInterval) {
    public Worklist {
      if (maxQueries < workerThreads) {
        throw new IllegalArgumentException(
            "worklist.maxQueries: smaller than worklist.workerThreads");
      }
    }

    /** Which steps of its organization a calling device sees. */
    public enum SeenBy {
      STATION,
      OFFICE,
      ALL
    }
  }

  /** Performed procedure steps that devices tell. */
  public record Mpps(
      @Range(min = "1", max = "64") int workerThreads,
      @Range(min = "1", max = "10000") int maxRequests,
      @Range(min = "4KiB", max = "16MiB") ByteSize maxDataSet) {
    public Mpps {
      if (maxRequests < workerThreads) {
        throw new IllegalArgumentException("mpps.maxRequests: smaller than mpps.workerThreads");
      }
    }
  }

  /** Small pictures of what is stored. */
  public record Thumbnails(
      @Range(min = "64MiB", max = "1024GiB") ByteSize cacheSize,
      @Range(min = "1", max = "64") int threads,
      @Range(min = "16MiB", max = "16GiB") ByteSize memory,
      @Range(min = "100ms", max = "10m") Duration timeLimit,
      @Range(min = "1", max = "1000") int maxWaiting,
      @Range(min = "1s", max = "10m") Duration maxWait) {}

  /** Programs in the field that say regularly that they are there. */
  public record Agents(@Range(min = "1s", max = "100000d") Duration silentAfter) {}

  /** What is deleted by itself. */
  public record Retention(
      boolean enabled,
      @Range(min = "1d", max = "100000d") Duration maxAge,
      @Range(min = "0B", max = "1024TiB") ByteSize freeSpace,
      @Range(min = "0s", max = "100000d") Duration minAge,
      boolean reportRequired,
      @Range(min = "1s", max = "30d") Duration interval,
      @Range(min = "1", max = "100") int compactFrom,
      @Range(min = "1d", max = "100000d") Duration keepAssociations,
      @Range(min = "1d", max = "100000d") Duration keepEvents,
      @Range(min = "1d", max = "100000d") Duration keepAudit) {}

  /** Logging in over HTTP. */
  public record Auth(
      @Range(min = "1m", max = "365d") Duration tokenLifetime,
      @Range(min = "1", max = "1000") int maxLoginFailures,
      @Range(min = "1", max = "100000") int maxLoginFailuresPerAddress,
      @Range(min = "1s", max = "1d") Duration loginFailureWindow,
      @Range(min = "0s", max = "3650d") Duration personalTokenLifetime,
      @Range(min = "1m", max = "90d") Duration activationLifetime,
      @Range(min = "1m", max = "7d") Duration resetLifetime,
      @Range(min = "30s", max = "1h") Duration codeLifetime,
      @Range(min = "1", max = "10000") int maxWrongCodes,
      @Range(min = "1", max = "1000") int maxMessages,
      @Range(min = "1", max = "100000") int maxMessagesPerAddress,
      @Range(min = "1s", max = "1d") Duration messageWindow,
      @Form(pattern = "[^:\\p{Cntrl}]{1,64}", expected = "1 to 64 characters without colon")
          String issuer,
      @Form(pattern = "|[0-9a-fA-F]{64}", expected = "64 hexadecimal digits") Secret sealKey) {}

  /** Accounts that strangers ask for. */
  public record Registration(
      List<String> roles, String organization, @Range(min = "0", max = "100000") int maxOffices) {}

  /** How numbers are read at which people are reached. */
  public record Contact(String defaultRegion) {
    public Contact {
      if (!defaultRegion.isEmpty() && !PhoneNumbers.isRegion(defaultRegion)) {
        throw new IllegalArgumentException(
            "contact.defaultRegion: %s (expected: nothing or two letters of a country, such as DE)"
                .formatted(defaultRegion));
      }
    }
  }

  /** Ways out for messages to people. */
  public record Messages(
      Smtp smtp,
      Phone phone,
      String activationLink,
      String resetLink,
      @Range(min = "1s", max = "5m") Duration timeout,
      @Range(min = "1", max = "100") int maxAttempts,
      @Range(min = "1d", max = "3650d") Duration keep) {}

  /** The server that takes mail. */
  public record Smtp(
      String host,
      @Range(min = "1", max = "65535") int port,
      Security security,
      String user,
      Secret password,
      String from) {
    public Smtp {
      if (!host.isEmpty() && !from.matches("[^@\\s]+@[^@\\s]+")) {
        throw new IllegalArgumentException(
            "messages.smtp.from: expected: an e-mail address, since messages.smtp.host is given");
      }
    }

    /** How the connection is encrypted. */
    public enum Security {
      NONE,
      STARTTLS,
      TLS
    }
  }

  /** The service that takes short messages and calls. */
  public record Phone(
      @Form(
              pattern = "|https?://\\S*[^/\\s]",
              expected = "nothing or https://… without / at its end")
          String url,
      String account,
      Secret token,
      String from) {
    public Phone {
      if (!url.isEmpty() && (account.isEmpty() || token.isEmpty() || from.isEmpty())) {
        throw new IllegalArgumentException(
            "messages.phone: expected: account, token and from, since url is given");
      }
    }
  }

  /** The first user, made at the first start. */
  public record Admin(
      @Form(pattern = "\\S{1,64}", expected = "1 to 64 characters without blanks") String user,
      Secret password) {}

  /** The way down. */
  public record Stop(@Range(min = "1s", max = "1h") Duration timeout) {}

  /** What is written about the running gateway. */
  public record Log(
      Level level,
      String folder,
      @Range(min = "64KiB", max = "1GiB") ByteSize maxFileSize,
      @Range(min = "64KiB", max = "1024GiB") ByteSize maxTotalSize,
      @Range(min = "1", max = "1000") int keepDays,
      String configuration) {
    public Log {
      if (maxTotalSize.compareTo(maxFileSize) < 0) {
        throw new IllegalArgumentException("log.maxTotalSize: smaller than log.maxFileSize");
      }
    }

    /** From the least to the most. */
    public enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG,
      TRACE
    }
  }
}
