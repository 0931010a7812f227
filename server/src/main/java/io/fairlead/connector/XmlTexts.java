package io.fairlead.connector;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A small XML answer of a cloud's service: the texts of its elements by their names, of several
/// with one name the first that ended. All of it is the peer's word.
public record XmlTexts(Map<String, String> texts) {
  private static final int LONGEST_TEXT = 16 * 1024;

  /// Empty when `body` is no plain XML document.
  public static Optional<XmlTexts> read(byte[] body) {
    try {
      return Optional.of(new XmlTexts(texts(body)));
    } catch (XMLStreamException broken) {
      return Optional.empty();
    }
  }

  /// The same for each element of this name, such as the objects of a list; the texts of elements
  /// elsewhere do not count. Texts keep the white space at their ends, which may belong to a name.
  public static Optional<List<XmlTexts>> rows(byte[] body, String element) {
    try {
      return Optional.of(readRows(body, element));
    } catch (XMLStreamException broken) {
      return Optional.empty();
    }
  }

  private static List<XmlTexts> readRows(byte[] body, String element) throws XMLStreamException {
    XMLStreamReader reader = parser().createXMLStreamReader(new ByteArrayInputStream(body));
    List<XmlTexts> rows = new ArrayList<>();
    Map<String, String> row = null;
    StringBuilder text = new StringBuilder();
    try {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            text.setLength(0);
            if (reader.getLocalName().equals(element)) {
              row = new TreeMap<>();
            }
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              text.append(reader.getText());
          case XMLStreamConstants.END_ELEMENT -> {
            if (row != null && reader.getLocalName().equals(element)) {
              rows.add(new XmlTexts(row));
              row = null;
            } else if (row != null) {
              row.putIfAbsent(reader.getLocalName(), text.toString());
            }
            text.setLength(0);
          }
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new XMLStreamException("not a plain document");
          default -> {}
        }
        if (text.length() > LONGEST_TEXT) {
          throw new XMLStreamException("a text is too long");
        }
      }
    } finally {
      reader.close();
    }
    return rows;
  }

  private static Map<String, String> texts(byte[] body) throws XMLStreamException {
    XMLStreamReader reader = parser().createXMLStreamReader(new ByteArrayInputStream(body));
    Map<String, String> texts = new TreeMap<>();
    StringBuilder text = new StringBuilder();
    try {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> text.setLength(0);
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              text.append(reader.getText());
          case XMLStreamConstants.END_ELEMENT -> {
            texts.putIfAbsent(reader.getLocalName(), text.toString().strip());
            text.setLength(0);
          }
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new XMLStreamException("not a plain document");
          default -> {}
        }
        if (text.length() > LONGEST_TEXT) {
          throw new XMLStreamException("a text is too long");
        }
      }
    } finally {
      reader.close();
    }
    return texts;
  }

  /// Reads no document type, so that no entity means anything, here or elsewhere.
  private static XMLInputFactory parser() {
    XMLInputFactory parser = XMLInputFactory.newDefaultFactory();
    parser.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    parser.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return parser;
  }

  public boolean has(String element) {
    return texts.containsKey(element);
  }

  public Optional<String> text(String element) {
    return Optional.ofNullable(texts.get(element)).filter(text -> !text.isEmpty());
  }

  /// What went wrong, as the service names it: `AccessDenied`. Empty when it is no such name.
  public String code() {
    return text("Code").filter(code -> code.matches("[A-Za-z.]{1,64}")).orElse("");
  }

  /// Without the texts, which may hold temporary keys.
  @Override
  public String toString() {
    return "‹answer›";
  }
}
