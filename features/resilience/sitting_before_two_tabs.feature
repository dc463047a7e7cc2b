@owner:chat
@severity:critical
@chaos
Feature: Sitting before two tabs
  As a user with the same conversation in two tabs
  I want a fault of one to stay with that one, and to be put right there
  So that I can believe whichever tab I look at

  @promise:tabs-put-right
  @browser
  Rule: Whatever befalls the line of each tab, both show the same in the end

    Scenario: One tab is cut off in the middle of the answer, the other gets news late and twice
      Given Ada is in a conversation on a line that harms what it carries
      And Ada has the conversation open in a second tab, on a line of its own
      When Ada asks in the second tab, which gets news late and twice, while the first is cut off in the middle of the answer
      Then both tabs of Ada show the same conversation and the same activity
      And the first tab of Ada got everything once, in order and unharmed
      And what came twice is all that the suite finds wrong with the second tab of Ada
