@owner:chat
@severity:critical
@chaos
Feature: Putting a bad line right
  As a user behind a company's proxy
  I want the chat to see when the line harms what it carries, and to put it right
  So that I read what the agents wrote, and nothing else

  @promise:bad-line-put-right
  @browser
  Rule: Whatever the line does to the news, the page shows what happened

    Scenario Outline: The line <mishap>
      Given Jürgen is in a conversation on a line that harms what it carries
      When the line <mishap> while Jürgen asks "What are the three most expensive models in September 2026?"
      Then the conversation is what a fresh device of Jürgen shows
      And the activity on the page tells every event of the run, in order

      Examples:
        | mishap                                    |
        | swaps a thought with what follows         |
        | swaps the end of a tool with what follows |
        | swaps two pieces of the answer            |
        | repeats a piece of the answer             |
        | repeats the end of a tool                 |
        | repeats the question                      |
        | loses the beginning of the run            |
        | loses the end of a tool                   |
        | loses a piece of the answer               |
        | loses the whole answer                    |
        | spoils a thought                          |
        | spoils a piece of the answer              |
        | spoils the end of the run                 |
        | holds back a thought                      |
        | cuts a piece of the answer short          |
        | splits a piece of the answer              |

    @needs:own_settings
    Scenario: The line goes on losing what is sent again
      Given agents take their time
      And Jürgen is in a conversation on a line that harms what it carries
      When the line loses a thought, then loses the word that all was sent again, then loses a piece of the answer while Jürgen asks "What did we spend in total in September 2026?"
      Then the conversation is what a fresh device of Jürgen shows
      And the activity on the page tells every event of the run, in order

  @promise:bad-line-noticed
  @wire
  Rule: Whatever the line does to the news, the suite notices

    Scenario Outline: A device that puts nothing right, and a line that <mishap>
      Given Jürgen is in a conversation on a line that harms what it carries
      When the line <mishap> while Jürgen asks "What are the three most expensive models in September 2026?"
      Then the suite says of the line of Jürgen "<finding>"

      Examples:
        | mishap                            | finding                    |
        | swaps a thought with what follows | came after seq             |
        | repeats the end of a tool         | was completed twice        |
        | loses a piece of the answer       | is missing (between frames |
        | spoils a thought                  | digest                     |
