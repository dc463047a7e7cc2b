@owner:security
@severity:critical
Feature: Taking nothing at its word
  As whoever answers for the platform
  I want everything that a device says held against the contract
  So that no device, broken or hostile, breaks more than itself

  @promise:wrong-values-named
  @wire
  Rule: A wrong value is refused by the name of its field, in every field there is

    Scenario: Mallory puts everything everywhere
      Given Mallory is in a conversation
      When Mallory's device puts every wrong kind of value into every field of the contract
      Then each is refused, and the field is named
      And Mallory can still ask and get an answer

  @promise:hostile-text-refused
  @wire
  Rule: Text that is made to break its reader is refused like any mistake

    Scenario Outline: A message that is <mistake>
      Given Ada is in a conversation
      When Ada's device sends a message that is <mistake>
      Then it is refused as "<code>" with advice and without inner details
      And Ada can still ask and get an answer

      Examples:
        | mistake                        | code             |
        | empty                          | invalid_json     |
        | two messages in one            | invalid_json     |
        | nested thirty thousand deep    | invalid_json     |
        | with a number that is none     | invalid_json     |
        | with half a character          | invalid_json     |
        | with five thousand digits      | invalid_json     |
        | with an endless number         | wrong_field_type |
        | with three thousand fields     | wrong_field_type |
        | with a list in place of a kind | wrong_field_type |

  @promise:places-must-exist
  @wire
  Rule: A place in a conversation that is not there is refused, and what was read stays read

    Scenario: Ada's device has read what nobody wrote, and wants what came after it
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has read 3 events of the conversation
      When Ada's device names these places as read, and asks for all after them:
        | place              |
        | before the first   |
        | far in the future  |
        | just past 64 bits  |
        | with 400 zeros     |
        | as large as floats |
        | between two places |
        | a word             |
        | a yes              |
        | nothing            |
      Then each of these places is refused by name
      And 3 events of the conversation of Ada are read
