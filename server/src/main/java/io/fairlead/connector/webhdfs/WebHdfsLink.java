package io.fairlead.connector.webhdfs;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAnswer;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpObjectLink;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.ObjectParts;
import io.fairlead.connector.OtherHosts;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.Redirect;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// Files in HDFS. The name node knows them, and names for each read and write the data node that has
/// or takes the content. A file is written under another name and renamed once it is whole. HDFS has
/// no etags: its number, time and length stand for one.
final class WebHdfsLink extends HttpObjectLink {
  /// With what the names of files begin that are not finished.
  static final String UNFINISHED = "_fairlead_unfinished_";

  /// @param names of this folder's files and folders, those of folders with a slash behind
  private record Folder(String path, List<Status> names) {}

  private record Status(String name, boolean isFolder, long bytes, String etag, Instant changed) {}

  private final String prefix;
  private final RequestSigner signer;
  private final OtherHosts dataNodes;
  private final RandomGenerator random;

  WebHdfsLink(
      String prefix,
      RequestSigner signer,
      HttpLine line,
      OtherHosts dataNodes,
      RandomGenerator random) {
    super(line);
    this.prefix = prefix;
    this.signer = signer;
    this.dataNodes = dataNodes;
    this.random = random;
  }

  /// Whether a path below the root leads straight down. It may end with a slash.
  static boolean isPath(String path) {
    String last = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return path.isEmpty()
        || Arrays.stream(last.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  /// Proves that the name node knows who asks. A right that is missing is told by what needs it.
  boolean prove(Attempt attempt) throws StepFailed {
    HttpResponse answer = listed(folderOf(prefix), attempt.deadline());
    boolean known = answer.status() == 403 && exception(answer).equals("AccessControlException");
    attempt.note(known ? "known, and may not list" : "readable");
    return known || !folder(folderOf(prefix), answer).names().isEmpty();
  }

  boolean probe(Attempt attempt) throws StepFailed {
    Page page = list("", Optional.empty(), 1, attempt.deadline());
    attempt.note(page.entries().isEmpty() ? "readable, nothing there" : "readable");
    return true;
  }

  @Override
  protected HttpRequest signed(HttpRequest request) throws StepFailed {
    return signed(signer, "webhdfs", request);
  }

  /// The path of a name, without the first slash.
  private String path(String name) throws StepFailed {
    String path = prefix + name;
    if (!isPath(path) || path.isEmpty() || path.endsWith("/")) {
      throw new StepFailed("the name is none that a file can have");
    }
    return path;
  }

  private HttpRequest request(String method, String path, String operation) {
    String target =
        line.address().target("/webhdfs/v1/" + PercentEncoding.ofPath(path) + "?op=" + operation);
    return new HttpRequest(method, target, new TreeMap<>(), new byte[0]);
  }

  private static String folderOf(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  // Lists

  @Override
  public Page list(String namePrefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    String full = prefix + namePrefix;
    Walk walk = new Walk(full, after.map(name -> prefix + name), most, deadline);
    if (isPath(folderOf(full))) {
      walk.visit(folderOf(full));
    }
    boolean more = walk.found.size() > most;
    List<Entry> page = List.copyOf(more ? walk.found.subList(0, most) : walk.found);
    return new Page(page, more ? Optional.of(page.getLast().name()) : Optional.empty());
  }

  /// Goes through folders in the order of their files' names until there are enough.
  private final class Walk {
    private final String wanted;
    private final Optional<String> after;
    private final int most;
    private final Deadline deadline;
    private final List<Entry> found = new ArrayList<>();

    Walk(String wanted, Optional<String> after, int most, Deadline deadline) {
      this.wanted = wanted;
      this.after = after;
      this.most = most;
      this.deadline = deadline;
    }

    void visit(String path) throws StepFailed {
      Folder folder = folder(path, listed(path, deadline));
      for (Status status : folder.names()) {
        String full = path + status.name();
        if (found.size() > most) {
          return;
        }
        if (status.isFolder()) {
          boolean mayHold = full.startsWith(wanted) || wanted.startsWith(full);
          if (mayHold && (isLeft(full) || after.orElse("").startsWith(full))) {
            visit(full);
          }
        } else if (full.startsWith(wanted)
            && isLeft(full)
            && !status.name().startsWith(UNFINISHED)) {
          found.add(entry(full.substring(prefix.length()), status));
        }
      }
    }

    /// Whether it was on no page before.
    private boolean isLeft(String full) {
      return after.isEmpty() || full.compareTo(after.get()) > 0;
    }
  }

  private HttpResponse listed(String folder, Deadline deadline) throws StepFailed {
    String path = folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
    return ask(request("GET", path, "LISTSTATUS"), deadline).whole();
  }

  private Folder folder(String path, HttpResponse answer) throws StepFailed {
    if (isMissing(answer)) {
      return new Folder(path, List.of());
    }
    JsonNode list = answer.json().path("FileStatuses").path("FileStatus");
    if (answer.status() != 200 || !list.isArray()) {
      throw refused(answer, "listed");
    }
    List<Status> names = new ArrayList<>();
    for (JsonNode item : list) {
      String name = item.path("pathSuffix").asString("");
      String type = item.path("type").asString("");
      if (!isPath(name) || name.indexOf('/') >= 0) {
        throw notWebHdfs(200);
      }
      // A file where a folder was looked for has no name below it; a link leads elsewhere.
      if (!name.isEmpty() && !type.equals("SYMLINK")) {
        names.add(status(name, item));
      }
    }
    names.sort(Comparator.comparing(Status::name));
    return new Folder(path, names);
  }

  private static Status status(String name, JsonNode item) throws StepFailed {
    boolean isFolder = item.path("type").asString("").equals("DIRECTORY");
    long changed = item.path("modificationTime").asLong(0);
    long bytes = bytes(Optional.of(item.path("length").asString("")));
    return new Status(
        isFolder ? name + "/" : name,
        isFolder,
        bytes,
        item.path("fileId").asLong(0) + "-" + changed + "-" + bytes,
        Instant.ofEpochMilli(changed));
  }

  private static Entry entry(String name, Status status) {
    return new Entry(name, status.bytes(), status.etag(), status.changed());
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) throws StepFailed {
    return status(path(name), deadline).map(status -> entry(name, status));
  }

  private Optional<Status> status(String path, Deadline deadline) throws StepFailed {
    HttpResponse answer = ask(request("GET", path, "GETFILESTATUS"), deadline).whole();
    if (isMissing(answer)) {
      return Optional.empty();
    }
    JsonNode item = answer.json().path("FileStatus");
    if (answer.status() != 200 || !item.isObject()) {
      throw refused(answer, "read");
    }
    return Optional.of(status("", item)).filter(found -> !found.isFolder());
  }

  // Content

  /// Where the name node sends a request with content or for content.
  private Redirect redirect(HttpAnswer answer, String operation) throws StepFailed, Gone {
    Optional<String> location = answer.header("Location");
    HttpResponse whole = answer.whole();
    if (whole.status() / 100 == 3 && location.isPresent()) {
      return Redirect.read(line.address(), location.get());
    }
    if (isMissing(whole)) {
      throw new Gone("the file is not there");
    }
    throw refused(whole, operation);
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    if (count == 0) {
      return;
    }
    String path = path(name);
    HttpRequest open =
        request("GET", path, "OPEN&offset=" + offset + "&length=" + count);
    try {
      HttpAnswer answer = line.send(signed(open), deadline);
      if (answer.status() == 200) {
        copy(answer, line, count, to); // A gateway sends the content by itself.
      } else {
        readElsewhere(redirect(answer, "read"), count, to, deadline);
      }
    } catch (StepFailed failed) {
      // What has become shorter is refused in many ways.
      if (line.isOpen() && !failed.isCredentialRefused()) {
        mustBe(path, etag, deadline);
      }
      throw failed;
    }
    // A number is never given twice: who has it afterwards had it all the time.
    mustBe(path, etag, deadline);
  }

  private void mustBe(String path, String etag, Deadline deadline) throws StepFailed, Gone {
    if (!etag.isEmpty()) {
      Optional<Status> now = status(path, deadline);
      if (now.filter(status -> status.etag().equals(etag)).isEmpty()) {
        throw new Gone(now.isEmpty() ? "the file is not there" : "the file has changed");
      }
    }
  }

  private void readElsewhere(Redirect redirect, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    HttpLine dataNode = dataNodes.line(redirect.address(), deadline);
    HttpAnswer answer = dataNode.send(HttpRequest.get(redirect.target()), deadline);
    if (answer.status() == 200) {
      copy(answer, dataNode, count, to);
      return;
    }
    HttpResponse refusal = answer.whole();
    if (isMissing(refusal)) {
      throw new Gone("the file is not there");
    }
    throw refused(refusal, "read");
  }

  /// After a failure in the middle nothing of this link is used again.
  private void copy(HttpAnswer answer, HttpLine from, long count, OutputStream to)
      throws StepFailed, Gone, IOException {
    Optional<String> length = answer.header("Content-Length");
    if (length.isPresent() && !length.get().equals(Long.toString(count))) {
      from.close();
      throw new Gone("the file is shorter than it was");
    }
    boolean whole = false;
    try {
      answer.copy(count, to);
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    String path = path(name);
    String unfinished =
        folderOf(path) + UNFINISHED + Long.toUnsignedString(random.nextLong(), 36);
    boolean complete = false;
    try {
      fill(unfinished, from, bytes, deadline);
      Status made =
          status(unfinished, deadline)
              .filter(status -> status.bytes() == bytes)
              .orElseThrow(
                  () -> new StepFailed("the service has not taken all of it").withoutAnswer());
      rename(unfinished, path, deadline);
      complete = true;
      return entry(name, made);
    } finally {
      if (!complete) {
        abandon(unfinished, deadline);
      }
    }
  }

  /// Makes the file with its first part, and appends the others.
  private void fill(String path, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    long left = bytes;
    HttpRequest next = request("PUT", path, "CREATE&overwrite=true");
    do {
      byte[] part = ObjectParts.next(from, Math.min(left, Limits.OBJECT_PART_BYTES));
      put(next, part, deadline);
      left -= part.length;
      next = request("POST", path, "APPEND");
    } while (left > 0);
  }

  /// Two steps, so that the content is sent to nobody who does not want it.
  private void put(HttpRequest request, byte[] content, Deadline deadline) throws StepFailed {
    Redirect redirect;
    try {
      redirect = redirect(line.send(signed(request), deadline), "written");
    } catch (Gone gone) {
      throw new StepFailed("the file is not there any more").withoutAnswer();
    }
    HttpRequest second =
        new HttpRequest(request.method(), redirect.target(), new TreeMap<>(), content)
            .with("Content-Type", "application/octet-stream");
    HttpResponse answer =
        dataNodes.line(redirect.address(), deadline).send(second, deadline).whole();
    if (answer.status() != 200 && answer.status() != 201) {
      throw refused(answer, "written");
    }
  }

  /// In the place of what is there. A gateway that does not know how says no; then there is no file
  /// for a moment, but never a half one.
  private void rename(String from, String to, Deadline deadline) throws StepFailed {
    String rename = "RENAME&destination=" + PercentEncoding.of("/" + to);
    if (!renamed(from, rename + "&renameoptions=OVERWRITE", deadline)) {
      deletePath(to, deadline);
      if (!renamed(from, rename, deadline)) {
        throw new StepFailed("the file could not get its name");
      }
    }
  }

  private boolean renamed(String from, String operation, Deadline deadline) throws StepFailed {
    HttpResponse answer = ask(request("PUT", from, operation), deadline).whole();
    if (answer.status() != 200) {
      throw refused(answer, "written");
    }
    return answer.json().path("boolean").asBoolean(true);
  }

  private void abandon(String path, Deadline deadline) {
    if (line.isOpen()) {
      try {
        deletePath(path, deadline);
      } catch (StepFailed unreachable) {
        line.close();
      }
    }
  }

  @Override
  public void delete(String name, Deadline deadline) throws StepFailed {
    deletePath(path(name), deadline);
  }

  private void deletePath(String path, Deadline deadline) throws StepFailed {
    HttpResponse answer =
        ask(request("DELETE", path, "DELETE&recursive=false"), deadline).whole();
    if (answer.status() != 200 && !isMissing(answer)) {
      throw refused(answer, "written");
    }
  }

  // Refusals

  private static boolean isMissing(HttpResponse answer) {
    return answer.status() == 404 && exception(answer).equals("FileNotFoundException");
  }

  /// The name of the failure; empty when it is none.
  private static String exception(HttpResponse answer) {
    String name = answer.json().path("RemoteException").path("exception").asString("");
    return name.matches("[A-Za-z]{1,80}") ? name : "";
  }

  private static StepFailed refused(HttpResponse answer, String operation) {
    String exception = exception(answer);
    return switch (exception) {
      case "AccessControlException" ->
          answer.status() == 401
              ? unknown()
              : new StepFailed(
                  "the folder may not be " + operation,
                  "Its owner, group or others need the right, or another user must ask.");
      case "InvalidToken", "SecurityException", "AuthenticationException" -> unknown();
      case "StandbyException" ->
          new StepFailed("the name node is on standby", "Name the active one.").withoutAnswer();
      case "SafeModeException", "RetriableException" -> later();
      case "" -> withoutName(answer.status());
      default ->
          new StepFailed(
              "the name node refused with " + exception + " (status " + answer.status() + ")");
    };
  }

  private static StepFailed withoutName(int status) {
    return switch (status) {
      case 401 -> unknown();
      case 429, 502, 503, 504 -> later();
      default -> notWebHdfs(status);
    };
  }

  private static StepFailed unknown() {
    return new StepFailed(
            "the name node does not accept who asks",
            "Set DELEGATION to a token that is valid, or USER NAME. Kerberos is not spoken.")
        .refusedCredential();
  }

  private static StepFailed later() {
    return new StepFailed("the service asks to come back later", "Try again in a moment.")
        .withoutAnswer();
  }

  private static StepFailed notWebHdfs(int status) {
    return new StepFailed(
        "the peer does not speak WebHDFS (status " + status + ")",
        "Check ENDPOINT: the port is that of the name node's web pages.");
  }

  @Override
  public void abort() {
    super.abort();
    dataNodes.abort();
  }

  @Override
  public void close() {
    super.close();
    dataNodes.close();
  }
}
